import { Link } from "@tanstack/react-router";
import { paths } from "@/app/paths";
import { Tag } from "@/ui/tag";
import type { PersonItem } from "./api";
import { day, nameOf, STANDINGS } from "./person-words";

/** One of many people: a line where there is room, a small card where there is not. */
export function PersonRow({ person }: { person: PersonItem }) {
  const name = nameOf(person);
  return (
    <li className="relative grid gap-x-4 gap-y-1 border-t border-line px-6 py-3 hover:bg-sunk wide:grid-cols-[minmax(0,1fr)_8.5rem_12rem] wide:items-center">
      <div className="min-w-0">
        <Link
          to={paths.adminPerson}
          params={{ personId: person.id }}
          className="block truncate font-[540] after:absolute after:inset-0 pointer-coarse:min-h-11 pointer-coarse:content-center"
        >
          {name}
        </Link>
        {name !== person.email && <p className="truncate text-sm text-quiet">{person.email}</p>}
      </div>
      <p className="flex flex-wrap gap-1 empty:hidden wide:empty:flex">
        {person.state !== "active" && <Tag look="warn">{STANDINGS[person.state]}</Tag>}
        {person.roles
          .filter((role) => role !== "user")
          .map((role) => (
            <Tag key={role} look="on">
              {role}
            </Tag>
          ))}
      </p>
      <p className="text-sm text-quiet wide:text-right">since {day(person.created_at)}</p>
    </li>
  );
}
