"""From YAML to a rule set: reading, checking, overlays, the digest and the schemas for editors."""
