import { Loading } from "@/ui/loading";

export function LoadingPage() {
  return (
    <div className="mx-auto w-full max-w-[42rem] pt-16">
      <Loading lines={5} />
    </div>
  );
}
