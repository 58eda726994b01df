"""What reLove is, free of any framework: entities, rules, use cases and the ports they need."""
