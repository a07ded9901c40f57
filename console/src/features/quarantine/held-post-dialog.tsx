import { Button, Group, Modal, SimpleGrid, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Facts } from '@/ui/facts';
import { Moment } from '@/ui/moment';
import { Trouble } from '@/ui/trouble';
import { dropPost, releasePost, type HeldPost } from './quarantine';
import classes from './held-post-dialog.module.css';

/** Everything that is known of one post, and what to decide. */
export function HeldPostDialog({ post, onClose }: { post: HeldPost; onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const decided = () => {
    void queries.invalidateQueries({ queryKey: ['quarantine'] });
    onClose();
  };
  const release = useMutation({
    mutationFn: () => releasePost(post.id),
    onSuccess: ({ lead_id }) => {
      decided();
      void queries.invalidateQueries({ queryKey: ['leads'] });
      notifications.show({
        color: 'moss',
        title: t('quarantine.released'),
        message: (
          <Link to="/leads/$leadId" params={{ leadId: lead_id }}>
            {t('quarantine.seeLead')}
          </Link>
        ),
      });
    },
  });
  const drop = useMutation({ mutationFn: () => dropPost(post.id), onSuccess: decided });
  const error = release.error ?? drop.error;
  return (
    <Modal opened onClose={onClose} size="xl" title={post.name || t('leads.nameless')}>
      <Stack>
        <Text>{t(`quarantine.why.${post.reason}`)}</Text>
        <SimpleGrid cols={{ base: 1, sm: 2 }} className={classes.facts}>
          <Facts facts={post.answers} />
          <Facts
            facts={[
              { label: t('quarantine.form'), value: post.form_name },
              { label: t('quarantine.held'), value: <Moment at={post.held_at} /> },
              { label: t('quarantine.expires'), value: <Moment at={post.expires_at} /> },
              post.page && { label: t('quarantine.page'), value: post.page },
              post.address && { label: t('quarantine.address'), value: post.address },
              post.browser && { label: t('quarantine.browser'), value: post.browser },
            ]}
          />
        </SimpleGrid>
        {error && <Trouble error={error} />}
        <Group justify="flex-end" className={classes.decision}>
          <Button variant="default" loading={drop.isPending} disabled={release.isPending} onClick={() => drop.mutate()}>
            {t('quarantine.drop')}
          </Button>
          <Button loading={release.isPending} disabled={drop.isPending} onClick={() => release.mutate()}>
            {t('quarantine.release')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
