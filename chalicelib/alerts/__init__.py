"""Nothing forgotten: what is late in a centre is found by its rules, and told once to whoever should know, until it is over.

A watch looks at each centre every two minutes while it is open (timer `AW`). An alert is raised, over, and may be raised again. Told on the
console, by mail (wire `mail-account`) and to partners. Facts in: its own.
Facts out: AlertRaised, AlertEnded, AgentReminded, ReminderEnded, AlertRulesEdited.
"""
