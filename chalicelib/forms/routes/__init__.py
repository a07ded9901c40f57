"""How the web asks: the pages of visitors (`public`), and those who write forms (`authors`). `app.py` registers both."""
