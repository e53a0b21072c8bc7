"""Put domains, public sets and evaluation tasks together: what `vademecum eval` runs."""
