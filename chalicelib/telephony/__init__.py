"""The telephone: who was dialled, who called, and what Amazon Connect tells of it, told late, twice and in any order, until one call is right.

A call is placed by hand (a `tel:` link) or by Amazon Connect. States: asked, ringing, waiting, talking, ended. What Connect tells comes by the
wire `connect-contacts`; of a call whose end nobody tells, the sweep says that it is over. Facts out: CallPlaced, CallReceived, CallConnected,
CallEnded, CallTranscribed, RecordingOpened, TranscriptOpened, TelephonyChanged.
"""
