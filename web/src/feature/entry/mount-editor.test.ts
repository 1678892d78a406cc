// @vitest-environment jsdom
import { EditorView } from "@codemirror/view";
import { afterEach, expect, it, vi } from "vitest";
import { mountEditor } from "./mount-editor";

afterEach(() => {
  document.head.innerHTML = "";
  document.body.innerHTML = "";
});

function open(text: string) {
  const parent = document.body.appendChild(document.createElement("div"));
  const onChange = vi.fn<(text: string) => void>();
  const close = mountEditor(text, onChange)(parent);
  const view = EditorView.findFromDOM(parent);
  if (!view) throw new Error("no editor was mounted");
  return { parent, onChange, view, close };
}

it("tells the whole text after a change, with the line endings it came with", () => {
  const { view, onChange } = open("one\r\ntwo\nthree\r\n");
  view.dispatch({ changes: { from: 3, insert: "!" } });
  expect(onChange).toHaveBeenLastCalledWith("one!\r\ntwo\nthree\r\n");
});

it("tells nothing when only the caret moved", () => {
  const { view, onChange } = open("one");
  view.dispatch({ selection: { anchor: 2 } });
  expect(onChange).not.toHaveBeenCalled();
});

it("is a text box with a name, for those who hear the page", () => {
  const { parent } = open("one");
  const box = parent.querySelector('[role="textbox"]');
  expect(box?.getAttribute("aria-label")).toBe("Text");
  expect(box?.getAttribute("aria-multiline")).toBe("true");
});

it("writes its style with the nonce that the policy names", () => {
  const meta = document.head.appendChild(document.createElement("meta"));
  meta.setAttribute("property", "csp-nonce");
  meta.nonce = "n0nce";
  open("one");
  expect(document.head.querySelector("style")?.getAttribute("nonce")).toBe("n0nce");
});

it("goes without a trace", () => {
  const { parent, close } = open("one");
  if (typeof close === "function") close();
  expect(parent.innerHTML).toBe("");
});

// ASVS 1.3.1, 1.3.5, 3.2.2
it("shows HTML, links and scripts of an entry as the text that they are", () => {
  const odd = [
    "<img src=x onerror=alert(1)><script>alert(1)</script><svg onload=alert(1)>",
    "[a link](javascript:alert(1)) ![a picture](https://evil.example/p.png) <https://evil.example>",
    "<style>*{color:red}</style><iframe src=//evil.example></iframe><form action=//evil.example>",
    "[x]: javascript:alert(1)",
  ].join("\n\n");
  const { parent, view } = open(odd);
  expect(view.state.doc.toString()).toBe(odd);
  expect(parent.textContent).toContain("<script>alert(1)</script>");
  const made = parent.querySelectorAll(
    "img, script, svg, iframe, form, a, object, embed, [onerror], [onload], [href], [src]",
  );
  expect([...made].map((element) => element.outerHTML)).toEqual([]);
});
