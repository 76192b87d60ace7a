"""What the product says: sentences built from facts and refusals, in Italian and English."""
