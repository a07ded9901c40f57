"""What words say of a call: cues of French and of English notes, by what they speak for and how strongly.

A cue is a few words: ``rdv pris``; ``interess*`` is every word that begins so; ``a/b`` either; ``_`` up to two words between; ``#`` a number, an
hour or a day; ``^`` and ``$`` where a clause begins and ends. Longer cues win over shorter ones that they hold.
"""

from chalicelib.scoring.notes.lexicon import english, french

CUES = {key: f"{french.CUES.get(key, '')}\n{english.CUES.get(key, '')}" for key in sorted(french.CUES | english.CUES)}
SHORT = french.SHORT | english.SHORT
NEGATORS = french.NEGATORS | english.NEGATORS
CONTRASTS = french.CONTRASTS | english.CONTRASTS
AFTER_ALL = french.AFTER_ALL | english.AFTER_ALL
DAYS = french.DAYS | english.DAYS
MENDED = french.MENDED | english.MENDED
PLAIN = french.PLAIN | english.PLAIN
