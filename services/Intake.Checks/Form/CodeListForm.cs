namespace RebateFlow.Intake.Checks.Form;

/// <summary>Codes of the line and of its customs record: known to their list.</summary>
internal static class CodeListForm
{
    public static Finding? F025_CurrencyUnknown(CheckedExportLine line)
    {
        var currencies = line.Filing.Info.Reference.Currencies;
        var currency = currencies.LettersOf(line.Line.Currency);
        return currencies.IsKnown(currency) ? null : new Finding("F025", "currency", currency, "");
    }

    public static Finding? F026_CountryUnknown(CheckedExportLine line) =>
        line.Customs is { DestinationCountry: { } country }
        && !line.Filing.Info.Reference.Countries.Knows(country)
            ? new Finding("F026", "customsDeclarationLineNo", country, "")
            : null;

    public static Finding? F027_SourceRegionUnknown(CheckedExportLine line) =>
        line.Customs is { SourceRegion: { } region }
        && !line.Filing.Info.Reference.SourceRegions.Knows(region)
            ? new Finding("F027", "customsDeclarationLineNo", region, "")
            : null;
}
