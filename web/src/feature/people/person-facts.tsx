import type { ReactNode } from "react";
import { Card } from "@/ui/card";
import { Tag } from "@/ui/tag";
import type { Person } from "./api";
import { day, moment, STANDINGS, sizeOf, wayOf } from "./person-words";

/** What an account is, and how much it holds; never what is in it. */
export function PersonFacts({ person }: { person: Person }) {
  const { storage } = person;
  return (
    <Card title="Account">
      <dl className="grid border-t border-line px-6 py-2">
        <Fact name="State">
          <Tag look={person.state === "active" ? "on" : "warn"}>{STANDINGS[person.state]}</Tag>
          {person.disabled_at && <> locked {moment(person.disabled_at)}</>}
          {person.deletion_at && <> gone for good on {day(person.deletion_at)}</>}
        </Fact>
        <Fact name="Roles">{person.roles.join(", ")}</Fact>
        <Fact name="Address">
          {person.email}
          {!person.verified_at && <span className="text-quiet"> (not confirmed)</span>}
        </Fact>
        {person.username && <Fact name="Username">{person.username}</Fact>}
        <Fact name="Ways in">
          {person.ways_in.length ? person.ways_in.map(wayOf).join(", ") : "None at the moment"}
        </Fact>
        <Fact name="Here since">{moment(person.created_at)}</Fact>
        <Fact name="First sign-in">
          {person.first_signed_in_at ? moment(person.first_signed_in_at) : "Not yet"}
        </Fact>
        <Fact name="Keeps">
          {storage.entries === 1 ? "one page" : `${storage.entries} pages`}
          {storage.in_trash > 0 && `, ${storage.in_trash} of them in the trash`}, {sizeOf(storage.bytes)}
        </Fact>
        <Fact name="Id">
          <span className="font-mono text-sm break-all">{person.id}</span>
        </Fact>
      </dl>
    </Card>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid gap-x-4 py-1.5 wide:grid-cols-[9rem_minmax(0,1fr)]">
      <dt className="text-sm text-quiet wide:leading-[1.7]">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}
