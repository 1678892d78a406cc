export function Brand() {
  return (
    <span className="font-serif text-[1.375rem] font-[560] tracking-[-0.01em]">
      Journal<span className="text-accent">.</span>
    </span>
  );
}
