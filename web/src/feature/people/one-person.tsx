import { useQuery } from "@tanstack/react-query";
import { useMay } from "@/api/me";
import { isProblem } from "@/api/problem";
import { say } from "@/api/words";
import { Loading } from "@/ui/loading";
import { Trouble } from "@/ui/trouble";
import { type GivenRole, personQuery } from "./api";
import { PersonActivity } from "./person-activity";
import { PersonActs } from "./person-acts";
import { PersonDevices } from "./person-devices";
import { PersonFactors } from "./person-factors";
import { PersonFacts } from "./person-facts";
import { PersonTokens } from "./person-tokens";
import { nameOf } from "./person-words";

type OnePersonProps = { id: string; me: string | null; roles: readonly GivenRole[] };

/** Everything that an admin sees of one person; what can be done shows to whoever may. */
export function OnePerson({ id, me, roles }: OnePersonProps) {
  const person = useQuery(personQuery(id));
  const mayAct = useMay("admin:write") === true;
  if (person.isPending) return <Loading lines={6} />;
  if (!person.data) {
    const isGone = isProblem(person.error, "not_found");
    const words = isGone ? "Nobody has this id, or not any more." : say(person.error);
    return <Trouble words={words} onRetry={isGone ? undefined : () => person.refetch()} />;
  }
  const isMe = person.data.id === me;
  return (
    <>
      <h2 className="mt-6 font-serif text-2xl font-medium tracking-tight break-words">
        {nameOf(person.data)}
      </h2>
      <PersonFacts person={person.data} />
      {mayAct && <PersonActs person={person.data} isMe={isMe} roles={roles} />}
      <PersonFactors person={person.data} mayAct={mayAct && !isMe} />
      <PersonDevices sessions={person.data.sessions} />
      <PersonTokens person={person.data} mayAct={mayAct && !isMe} />
      <PersonActivity activity={person.data.activity} />
    </>
  );
}
