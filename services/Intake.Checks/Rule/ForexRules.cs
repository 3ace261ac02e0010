using RebateFlow.Intake.Checks.Information;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Rule;

/// <summary>Foreign exchange received 收汇. Unjudged while no feed brings it.</summary>
internal static class ForexRules
{
    public static Finding? R308_ForexMaterialMissing(CheckedExportLine line) =>
        IsMissing(line)
        && line.Filing.Info.Enterprise is { } enterprise
        && enterprise.EnterpriseClass >= line.Filing.Limits.ForexMaterialClass
            ? Missing("R308", line, "")
            : null;

    public static Finding? R309_NoForexReceipt(CheckedExportLine line)
    {
        var end = line.Filing.Limits.NormalEndFor(line.ExportDate);
        return IsMissing(line) && line.Filing.Today > end
            ? Missing("R309", line, Finding.Day(end))
            : null;
    }

    /// <summary>
    /// Received is what the whole customs line was sold for, so a part of it lies between the part
    /// and the whole. A currency without a rate cannot be added up and is told as it is.
    /// </summary>
    public static Finding? R331_ForexReceiptDiffers(CheckedExportLine line)
    {
        if (line.IsOffset || ReceivedFor(line) is not { IsDeemed: false, Receipts.Count: > 0 } fx)
            return null;
        var currencies = line.Filing.Info.Reference.Currencies;
        var declared = currencies.LettersOf(line.Line.Currency);
        var received = fx.Receipts.Select(one => currencies.LettersOf(one.Currency)).Distinct();
        var amount = InUsd(line, fx);
        var tolerance = line.Filing.Limits.FxReceiptTolerancePercent * 0.01m;
        var least = line.Line.FobUsd * (1 - tolerance);
        var most = Math.Max(line.Line.FobUsd, line.Customs?.FobUsd ?? 0m) * (1 + tolerance);
        return received.All(one => one == declared) && amount >= least && amount <= most
            ? null
            : new Finding(
                "R331",
                "fobUsd",
                Declared(line, declared),
                Told(fx, currencies.LettersOf)
            );
    }

    private static string Declared(CheckedExportLine line, string currency)
    {
        var usd = $"USD {Finding.Money(line.Line.FobUsd)}";
        return currency == "USD" ? usd : $"{usd} ({currency})";
    }

    private static string Told(ForexReceived fx, Func<string, string> lettersOf) =>
        string.Join(
            " + ",
            fx.Receipts.GroupBy(one => lettersOf(one.Currency))
                .Select(same => $"{same.Key} {Finding.Money(same.Sum(one => one.Amount))}")
        );

    /// <summary>All receipts in US dollars by the rates of their months, or null.</summary>
    private static decimal? InUsd(CheckedExportLine line, ForexReceived fx)
    {
        var rates = line.Filing.Info.ExchangeRates;
        var sum = 0m;
        foreach (var one in fx.Receipts)
        {
            var currency = line.Filing.Info.Reference.Currencies.LettersOf(one.Currency);
            if (currency == "USD")
                sum += one.Amount;
            else if (
                rates.Find(currency, one.ReceivedOn) is { } rate
                && rates.Find("USD", one.ReceivedOn) is { } usd
            )
                sum += Money.Round(Money.Share(one.Amount, rate, usd));
            else
                return null;
        }
        return sum;
    }

    private static ForexReceived? ReceivedFor(CheckedExportLine line) =>
        line.CustomsLineNo is { } number
            ? line.Filing.Info.ForexReceipts?.GetValueOrDefault(number)
            : null;

    private static bool IsMissing(CheckedExportLine line) =>
        line is { IsOffset: false, CustomsLineNo: not null, Filing.Info.ForexReceipts: not null }
        && ReceivedFor(line) is null;

    private static Finding Missing(string code, CheckedExportLine line, string expected) =>
        new(code, "customsDeclarationLineNo", line.CustomsLineNo ?? "", expected);
}
