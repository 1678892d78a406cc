import { Card } from "@/ui/card";

/** Every notice that is sent without being asked for; the server's messages say when. */
const NOTICES = [
  "A sign-in from a browser that your journal does not know",
  "Another password, another address, or the wish for one",
  "A passkey added, removed, or used as only a copy of it could be",
  "A second factor turned on or off, and a recovery code used",
  "An access token made, and roles that were changed",
  "Too many wrong guesses, and an old sign-in that came back",
  "What whoever runs this journal did to your account",
  "A deletion that is planned, and an account that was taken back",
];

/** Which notices come by mail. There is nothing to switch: whoever got in could switch them off first. */
export function NoticesCard({ email }: { email: string }) {
  return (
    <Card title="Notices by mail">
      <div className="grid gap-3 border-t border-line px-6 py-4">
        <p className="break-words">Whatever concerns the safety of your journal is told to {email}:</p>
        <ul className="list-disc pl-5 text-quiet">
          {NOTICES.map((notice) => (
            <li key={notice}>{notice}.</li>
          ))}
        </ul>
        <p className="text-quiet">
          They are always on, so that nobody who got in could silence them. Most carry a link that says it was
          not you.
        </p>
      </div>
    </Card>
  );
}
