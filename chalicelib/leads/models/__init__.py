"""What leads keep: each lead, gated or with an agent, and who has it open."""
