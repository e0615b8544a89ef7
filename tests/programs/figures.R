# Count, bounds and km of each layer of a GeoPackage, as R sees them.
suppressPackageStartupMessages(library(sf))
arguments <- commandArgs(trailingOnly = TRUE)
for (name in arguments[-1]) {
  layer <- st_read(arguments[1], name, quiet = TRUE)
  km <- if ("len_km" %in% names(layer)) sum(layer$len_km) else 0
  cat(name, nrow(layer), sprintf("%.6f", st_bbox(layer)), sprintf("%.3f", km), sep = "\t")
  cat("\n")
}
