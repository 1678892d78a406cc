import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { markdown, markdownKeymap, markdownLanguage } from "@codemirror/lang-markdown";
import type { Extension } from "@codemirror/state";
import { EditorView, keymap, placeholder } from "@codemirror/view";
import type { RefCallback } from "react";
import { exactly, textOf } from "./line-endings";
import { markdownLook } from "./markdown-look";

const WRITING: Extension = [
  history(),
  keymap.of([...markdownKeymap, ...historyKeymap, ...defaultKeymap]),
  markdown({ base: markdownLanguage, completeHTMLTags: false, pasteURLAsLink: false }),
  markdownLook,
  EditorView.lineWrapping,
  placeholder("Begin anywhere."),
  EditorView.contentAttributes.of({
    "aria-label": "Text",
    spellcheck: "true",
    autocorrect: "on",
    autocapitalize: "sentences",
  }),
];

/**
 * What puts the editor into an element, for React's `ref`. The text is given once; afterwards the editor owns it and
 * tells every change, byte for byte.
 */
export function mountEditor(text: string, onChange: (text: string) => void): RefCallback<HTMLElement> {
  return (parent) => {
    if (!parent) return;
    const { doc, extension } = exactly(text);
    const told = EditorView.updateListener.of((update) => {
      if (update.docChanged) onChange(textOf(update.state));
    });
    const view = new EditorView({
      doc,
      extensions: [extension, WRITING, told, EditorView.cspNonce.of(nonce())],
      parent,
    });
    return () => view.destroy();
  };
}

/** What the content security policy lets the editor write its style with. */
function nonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? "";
}
