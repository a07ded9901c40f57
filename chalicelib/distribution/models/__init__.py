"""What distribution keeps: a centre's rules, the seats of its agents and their days, the backlogs, and what is handed over."""
