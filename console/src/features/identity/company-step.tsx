import { Button, Stack, Text, UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { SessionStep } from '@/api/session';
import { Trouble } from '@/ui/trouble';
import classes from './company-step.module.css';
import { chooseCompany } from './sessions';

type CompanyStepProps = {
  ticket: string;
  choices: NonNullable<SessionStep['choices']>;
  onStep: (step: SessionStep) => void;
  onRestart: () => void;
};

export function CompanyStep({ ticket, choices, onStep, onRestart }: CompanyStepProps) {
  const { t } = useTranslation();
  const choose = useMutation({ mutationFn: chooseCompany, onSuccess: onStep });
  return (
    <Stack gap="sm">
      {choose.error && <Trouble error={choose.error} />}
      {choices.map((choice) => (
        <UnstyledButton
          key={choice.tenant_id}
          className={classes.choice}
          disabled={choose.isPending}
          onClick={() => choose.mutate({ ticket, tenant_id: choice.tenant_id })}
        >
          <span>
            <Text fw={650}>{choice.name}</Text>
            <Text size="sm" c="dimmed">
              {t(`role.${choice.role}`)}
            </Text>
          </span>
          <IconChevronRight size={20} aria-hidden="true" />
        </UnstyledButton>
      ))}
      <Button variant="subtle" onClick={onRestart}>
        {t('auth.otherAccount')}
      </Button>
    </Stack>
  );
}
