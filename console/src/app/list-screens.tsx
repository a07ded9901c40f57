import { useParams } from '@tanstack/react-router';
import { EditListPage, ListPage, NewListPage } from '@/features/lists/list-page';
import { ListsPage } from '@/features/lists/lists-page';
import { Granted } from './granted';
import { unavailable } from './unavailable';

export function ListsScreen() {
  return (
    <Granted verb="lists.read">
      <ListsPage />
    </Granted>
  );
}

export function NewListScreen() {
  return (
    <Granted verb="lists.write">
      <NewListPage />
    </Granted>
  );
}

export function ListScreen() {
  const { listId } = useParams({ from: '/house/listes/$listId' });
  return (
    <Granted verb="lists.read">
      <ListPage key={listId} listId={listId} missing={unavailable} />
    </Granted>
  );
}

export function EditListScreen() {
  const { listId } = useParams({ from: '/house/listes/$listId/edition' });
  return (
    <Granted verb="lists.write">
      <EditListPage key={listId} listId={listId} missing={unavailable} />
    </Granted>
  );
}
