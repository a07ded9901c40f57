"""What a person does to a running stage when an alarm has rung. When and why: `docs/runbook.md`."""
