import { MantineProvider, mergeThemeOverrides } from '@mantine/core';
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { crosses, theme, variables } from '@/ui/theme';

export function Providers({ queries, children }: { queries: QueryClient; children: ReactNode }) {
  const { t } = useTranslation();
  const spoken = useMemo(() => mergeThemeOverrides(theme, crosses(t)), [t]);
  return (
    <QueryClientProvider client={queries}>
      <MantineProvider theme={spoken} cssVariablesResolver={variables} defaultColorScheme="auto">
        {children}
      </MantineProvider>
    </QueryClientProvider>
  );
}
