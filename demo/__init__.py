"""The example company, Torrefazione Tostalba: invented people and data, built through the product's own commands."""
