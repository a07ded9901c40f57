"""Forms: their definition, their public page, and the post that opens a lead. One definition drives page and server.

States: draft published closed (`models.Form.MOVES`). Facts out: FormDrafted, FormEdited, FormPublished, FormClosed.
"""
