import { useSearch } from '@tanstack/react-router';
import { lastEnding } from '@/api/session';
import { LoginPage } from '@/features/identity/login-page';
import { PasswordPage } from '@/features/identity/password-page';

export function LoginScreen() {
  return <LoginPage sessionLost={lastEnding() === 'lost'} />;
}

export function PasswordScreen() {
  const { token } = useSearch({ from: '/mot-de-passe' });
  return <PasswordPage token={token} />;
}
