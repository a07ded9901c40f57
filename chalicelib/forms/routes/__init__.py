"""How the web asks: the pages of visitors (`public`), and those who write forms or send leads by program (`authors`). `app.py` registers both."""
