"""Which centre gets a lead, where its form names several: by shares, caps and opening hours, when the lead is ready, and the reason kept with it.

A form of one centre that takes everything has nothing to choose: its leads have their centre from the first write. `distribution` hears of leads
that are ready without a centre and calls `route`; facts out: LeadRouted, or LeadDeferred for one that waits until a centre can take it.
"""
