import { useState } from "react";
import { mountEditor } from "./mount-editor";

type TextEditorProps = { text: string; onChange: (text: string) => void };

/** Where one writes. Given another `key` when the text was replaced from elsewhere. */
export function TextEditor({ text, onChange }: TextEditorProps) {
  const [mount] = useState(() => mountEditor(text, onChange));
  return <div ref={mount} className="writing" />;
}
