"""Imports: leads that come by a program with a key, one at a time under the partner's own reference, or a thousand as a batch.

States: running done cancelled (`models.batches.Batch.MOVES`). A partner's reference names one lead: sent again, it changes nothing or corrects.
Facts in: BatchTaken, BatchAdvanced, BatchResumed. Facts out: these, BatchCancelled, BatchEnded.
"""
