"""How values are judged and how workbook cells are read; what several field kinds share."""
