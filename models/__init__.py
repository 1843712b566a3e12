"""The mathematics of relocation and land quota: records, programme, solution. No pandas, no files."""
