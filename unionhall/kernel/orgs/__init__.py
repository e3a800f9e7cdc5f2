"""The union tree in its two lines, partner agencies and employers; it holds no person."""
