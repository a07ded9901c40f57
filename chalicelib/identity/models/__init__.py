"""What identity keeps: companies with their centres, users with their logins, and the leases and keys that let somebody in."""
