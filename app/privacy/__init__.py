"""Which personal columns there are, why and for how long; retention and export call each feature's own operation."""
