import { Button, Text, type ButtonProps } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { DialogForm } from './dialog-form';

type ConfirmButtonProps = ButtonProps & {
  title: string;
  text: ReactNode;
  action: string;
  /** Resolves when it is done; a rejection is shown in the dialog. */
  mutation: { mutate: (_: undefined, done: { onSuccess: () => void }) => void; isPending: boolean; error: Error | null };
  children: ReactNode;
};

/** A button whose deed cannot be taken back asks once more, and says what will happen. */
export function ConfirmButton({ title, text, action, mutation, children, ...button }: ConfirmButtonProps) {
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button variant="default" {...button} onClick={dialog.open}>
        {children}
      </Button>
      {opened && (
        <DialogForm
          title={title}
          action={action}
          danger
          busy={mutation.isPending}
          error={mutation.error}
          onClose={dialog.close}
          onSubmit={(event) => {
            event.preventDefault();
            mutation.mutate(undefined, { onSuccess: dialog.close });
          }}
        >
          <Text>{text}</Text>
        </DialogForm>
      )}
    </>
  );
}
