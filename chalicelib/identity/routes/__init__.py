"""How the web asks: signing in, and the administration of a company. `app.py` registers the `routes` of both."""
