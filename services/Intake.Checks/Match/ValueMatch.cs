using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Match;

/// <summary>The value of an export line against customs and the exchange rates.</summary>
internal static class ValueMatch
{
    /// <summary>Part of a customs line is compared with its part of the customs value.</summary>
    public static Finding? M105_FobDiffers(CheckedExportLine line)
    {
        if (line.IsOffset || line.Customs is not { } customs)
            return null;
        var expected =
            customs.Quantity1 > 0 && line.QuantityInUnit1 is { } quantity
                ? Money.Round(Money.Share(customs.FobUsd, quantity, customs.Quantity1))
                : customs.FobUsd;
        var limits = line.Filing.Limits;
        var allowed = Math.Max(
            limits.FobToleranceUsd,
            expected * limits.FobTolerancePercent * 0.01m
        );
        return Math.Abs(line.Line.FobUsd - expected) <= allowed
            ? null
            : new Finding(
                "M105",
                "fobUsd",
                Finding.Money(line.Line.FobUsd),
                Finding.Money(expected)
            );
    }

    /// <summary>In either notation; a currency that no list has is F025's business.</summary>
    public static Finding? M120_CurrencyDiffers(CheckedExportLine line)
    {
        if (line.Customs is not { Currency.Length: > 0 } customs)
            return null;
        var currencies = line.Filing.Info.Reference.Currencies;
        var declared = currencies.LettersOf(line.Line.Currency);
        var expected = currencies.LettersOf(customs.Currency);
        return declared == expected || !currencies.IsKnown(declared)
            ? null
            : new Finding("M120", "currency", declared, expected);
    }

    /// <summary>
    /// The rate behind a declared CNY value must lie near that of the export month; a currency
    /// without a rate cannot be judged and is for an officer.
    /// </summary>
    public static Finding? M113_ExchangeRateOutOfRange(CheckedExportLine line)
    {
        var rates = line.Filing.Info.ExchangeRates;
        var currency = line.Filing.Info.Reference.Currencies.LettersOf(line.Line.Currency);
        if (!line.Filing.Info.Reference.Currencies.IsKnown(currency))
            return null; // F025 says so.
        if (rates.Find(currency, line.ExportDate) is null)
            return new Finding("M113", "currency", CodeText.Normalize(line.Line.Currency), "");
        if (line.Line.FobCny is not { } fobCny)
            return null;
        if (rates.Find("USD", line.ExportDate) is not { } rate || line.Line.FobUsd == 0)
            return new Finding("M113", "fobCny", Finding.Money(fobCny), "");
        var tolerance = line.Filing.Limits.ExchangeRateTolerancePercent * 0.01m;
        var low = rate * (1 - tolerance);
        var high = rate * (1 + tolerance);
        var implied = decimal.Round(fobCny / line.Line.FobUsd, 6);
        var rounding = 0.01m / Math.Abs(line.Line.FobUsd);
        return implied >= low - rounding && implied <= high + rounding
            ? null
            : new Finding(
                "M113",
                "fobCny",
                $"USD {implied:0.0000}",
                FormattableString.Invariant($"{low:0.0000}-{high:0.0000}")
            );
    }
}
