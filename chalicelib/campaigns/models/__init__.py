"""Plans of relances, and the leads that they follow."""
