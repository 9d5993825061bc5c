"""What every views.py shares: pages, permission on routes, identity, language, errors, one transaction per request."""
