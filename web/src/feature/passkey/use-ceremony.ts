import { type UseMutationOptions, useMutation } from "@tanstack/react-query";
import { useCallback, useRef } from "react";

type Ceremony<T, V> = Omit<UseMutationOptions<T, Error, V>, "mutationFn"> & {
  run: (signal: AbortSignal, variables: V) => Promise<T>;
};

/**
 * A ceremony as a mutation that `cancel` ends, also while the server is still asked for what it needs: a dialog of the
 * browser that opens after that would be a surprise. What the passkey answered is sent all the same.
 */
export function useCeremony<T, V = void>({ run, ...more }: Ceremony<T, V>) {
  const underWay = useRef<AbortController>(null);
  const mutation = useMutation<T, Error, V>({
    ...more,
    mutationFn: (variables) => {
      underWay.current = new AbortController();
      return run(underWay.current.signal, variables);
    },
  });
  return { ...mutation, cancel: useCallback(() => underWay.current?.abort(), []) };
}
