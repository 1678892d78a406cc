import { useQuery } from "@tanstack/react-query";
import { isProblem } from "@/api/problem";
import { say } from "@/api/words";
import { Loading } from "@/ui/loading";
import { Trouble } from "@/ui/trouble";
import { personQuery } from "./api";
import { PersonActivity } from "./person-activity";
import { PersonActs } from "./person-acts";
import { PersonDevices } from "./person-devices";
import { PersonFacts } from "./person-facts";
import { nameOf } from "./person-words";

/** Everything that an admin sees of one person. */
export function OnePerson({ id, me }: { id: string; me: string | null }) {
  const person = useQuery(personQuery(id));
  if (person.isPending) return <Loading lines={6} />;
  if (!person.data) {
    const isGone = isProblem(person.error, "not_found");
    const words = isGone ? "Nobody has this id, or not any more." : say(person.error);
    return <Trouble words={words} onRetry={isGone ? undefined : () => person.refetch()} />;
  }
  return (
    <>
      <h2 className="mt-6 font-serif text-2xl font-medium tracking-tight break-words">
        {nameOf(person.data)}
      </h2>
      <PersonFacts person={person.data} />
      <PersonActs person={person.data} isMe={person.data.id === me} />
      <PersonDevices sessions={person.data.sessions} />
      <PersonActivity activity={person.data.activity} />
    </>
  );
}
