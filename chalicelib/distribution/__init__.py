"""Who gets which lead: one queue per centre, one transaction per assignment, and the reason kept with it.

Push by stride scheduling (equal weights are exact round robin), pull, or by hand, as the centre chooses. Facts in: leads that become ready
or close, agents who join, come back or are shut out (wire `distribute`). Facts out: AgentSeated, AgentCameBack, AgentWentAway; and LeadAssigned.
"""
