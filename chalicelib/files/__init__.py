"""Files that people send with a request: taken for a while, looked into, kept under the person, and read by who may see the lead.

States: received kept lost erased (`models.File.MOVES`). Facts out: FileReceived, FileVanished, FileOpened. Facts in: FileReceived, LeadErased.
Contents are objects of S3, `incoming/{tenant}/…` for two days and `kept/{tenant}/{person}/…`; what they are called is sealed with the request.
"""
