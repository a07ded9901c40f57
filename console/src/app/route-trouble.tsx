import { useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { unavailable } from './unavailable';

export function RouteTrouble({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  return unavailable(error as Error, () => {
    reset();
    void router.invalidate();
  });
}
