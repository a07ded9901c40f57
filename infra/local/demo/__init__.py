"""Three companies with sixty days behind them, told from a fixed seed and lived through the actions with the clock set back.

`companies` who they are · `people` who writes to them · `forms` and `answers` what they fill in ·
`notes` what agents write · `hours` when · `plan` who asks when and how it ends · `founding` opens the companies · `road` and `life`
live one story · `memory` what a run leaves for the next · `seeding` one run.
"""
