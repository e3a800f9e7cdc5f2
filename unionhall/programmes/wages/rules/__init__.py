"""What the law and the house say about wage claims: frozen values in, codes and amounts out."""
