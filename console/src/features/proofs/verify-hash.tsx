import { Alert, Button, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Copyable } from '@/ui/copyable';
import { Panel } from '@/ui/panel';
import { Trouble } from '@/ui/trouble';
import classes from './proof-page.module.css';
import { verifyHash, type Proof } from './proofs';

const HASH = /^[0-9a-f]{64}$/;

/** This sheet's own hash, and whether that of an older one still stands. */
export function VerifyHash({ proof }: { proof: Proof }) {
  const { t } = useTranslation();
  const form = useForm({
    initialValues: { hash: '' },
    validate: { hash: (hash) => (HASH.test(hash.trim().toLowerCase()) ? null : t('proof.notAHash')) },
  });
  const verify = useMutation({ mutationFn: (hash: string) => verifyHash(proof.id, hash) });
  return (
    <Panel title={t('proof.verify')}>
      <Text size="sm" c="dimmed">
        {t('proof.own')}
      </Text>
      <Copyable value={proof.hash} label={t('proof.hash')} />
      <form className={classes.screenOnly} onSubmit={form.onSubmit(({ hash }) => verify.mutate(hash.trim().toLowerCase()))}>
        <Stack mt="md" gap="sm">
          <TextInput label={t('proof.older')} description={t('proof.olderHint')} autoComplete="off" spellCheck={false} {...form.getInputProps('hash')} />
          <Button type="submit" variant="default" loading={verify.isPending}>
            {t('proof.verifyIt')}
          </Button>
          {verify.error && <Trouble error={verify.error} />}
          {verify.data && (
            <Alert role="status" color={verify.data.line === null ? 'brick' : 'moss'} variant="light">
              {verify.data.said}
            </Alert>
          )}
        </Stack>
      </form>
    </Panel>
  );
}
