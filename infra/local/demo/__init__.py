"""Three companies with sixty days behind them, told from a fixed seed and lived through the actions with the clock set back.

`companies` who they are · `people` who writes to them · `notes` what agents write · `plan` who asks when and how it ends · `founding` opens the
companies · `life` lives one story · `infra/local/seed.py` runs them.
"""
