"""Double opt-in: the mail with its link, the page that changes nothing, and the click that confirms.

The link is a signed locator of the lead: no item, no index, one purpose, and a deadline kept on the lead. Facts in: LeadOpened and
OptInLinkRenewed (wire `mail-optin`). Facts out: those of the lead.
"""
