import { Button, Group, Modal, Progress, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Trouble } from '@/ui/trouble';
import { clearPosts } from './quarantine';
import type { HeldFilters } from './reasons';

type ClearButtonProps = { filters: HeldFilters; until: string };

/** Drops all that the filters show, some at a time: what came since the list was read stays. */
export function ClearButton({ filters, until }: ClearButtonProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        {t('quarantine.clear')}
      </Button>
      {isOpen && <ClearDialog filters={filters} until={until} onClose={() => setOpen(false)} />}
    </>
  );
}

function ClearDialog({ filters, until, onClose }: ClearButtonProps & { onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [dropped, setDropped] = useState(0);
  const isStopped = useRef(false);
  const clearing = useMutation({
    mutationFn: async () => {
      let step;
      do {
        step = await clearPosts({ ...filters, until });
        const more = step.dropped;
        setDropped((before) => before + more);
      } while (step.has_more && !isStopped.current);
    },
    onSuccess: onClose,
    onSettled: () => queries.invalidateQueries({ queryKey: ['quarantine'] }),
  });
  const stop = () => {
    isStopped.current = true;
    if (!clearing.isPending) onClose();
  };
  return (
    <Modal opened onClose={stop} title={t('quarantine.clearTitle')}>
      <Stack>
        <Text>{t(Object.values(filters).some(Boolean) ? 'quarantine.clearFiltered' : 'quarantine.clearAll')}</Text>
        {clearing.isPending && (
          <div role="status">
            <Text size="sm" mb={6}>
              {t('quarantine.cleared', { count: dropped })}
            </Text>
            <Progress value={100} animated aria-label={t('quarantine.clearTitle')} />
          </div>
        )}
        {clearing.error && <Trouble error={clearing.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={stop}>
            {t(clearing.isPending ? 'quarantine.stop' : 'common.cancel')}
          </Button>
          <Button color="brick" loading={clearing.isPending} onClick={() => clearing.mutate()}>
            {t('quarantine.drop')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
