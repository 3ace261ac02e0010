using System.Globalization;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.GreenChannel;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Queue;

/// <summary>Reads a filter and gathers the faults of all values, each with its name.</summary>
public sealed class CaseFilterReader(Officer reader, DateTimeOffset now, DateOnly today)
{
    /// <summary>In a filter: whoever asks.</summary>
    public const string Me = "me";

    private readonly List<FieldError> errors = [];

    public IReadOnlyList<FieldError> Errors => errors;

    public QueueFilter Read(CaseFilter filter)
    {
        Own(filter.TaxAuthority);
        var result = new QueueFilter(
            reader.TaxAuthority,
            Code<CaseState>("state", filter.State),
            now
        )
        {
            Today = today,
            Channel = Code<Channel>("channel", filter.Channel) is { } channel
                ? WireCode.Of(channel)
                : null,
            Post = Code<Post>("post", filter.Post) is { } post ? WireCode.Of(post) : null,
            Officer = Officer(filter.Officer),
            PeriodFrom = Month("periodFrom", filter.PeriodFrom),
            PeriodTo = Month("periodTo", filter.PeriodTo),
            RebateFrom = Amount("rebateFrom", filter.RebateFrom),
            RebateTo = Amount("rebateTo", filter.RebateTo),
            EnterpriseClass = Class(filter.EnterpriseClass),
            DoubtCode = DoubtCode(filter.DoubtCode),
            Overdue = Flag("overdue", filter.Overdue),
            DueBefore = Day("dueBefore", filter.DueBefore),
            Uscc = Enterprise(filter.Uscc),
            PreDeclarationId = Id("preDeclarationId", filter.PreDeclarationId),
        };
        if (string.CompareOrdinal(result.PeriodFrom, result.PeriodTo ?? "999999") > 0)
            Fault("periodTo", "不得早于 periodFrom", "Not before periodFrom");
        if (result.RebateFrom > result.RebateTo)
            Fault("rebateTo", "不得小于 rebateFrom", "Not less than rebateFrom");
        return result;
    }

    private T? Code<T>(string name, string? code)
        where T : struct, Enum
    {
        var value = WireCode.Find<T>(code);
        var all = string.Join(", ", WireCode.All<T>());
        if (code is not null && value is null)
            Fault(name, $"应为其中之一：{all}", $"One of {all} is expected");
        return value;
    }

    private void Own(string? authority)
    {
        if (authority is not null && authority != reader.TaxAuthority)
            Fault(
                "taxAuthority",
                $"只能查看本机关（{reader.TaxAuthority}）的案件",
                $"Only the cases of your own authority ({reader.TaxAuthority}) can be seen"
            );
    }

    private string? Officer(string? officer)
    {
        if (officer is { Length: 0 or > 200 })
            Fault("officer", "应为1至200字", "1 to 200 characters are expected");
        return officer == Me ? reader.Id : officer;
    }

    private string? Month(string name, string? month)
    {
        if (month is not null && !Period.TryParse(month, out _))
            Fault(name, "应为 yyyyMM", "yyyyMM is expected");
        return month;
    }

    private decimal? Amount(string name, string? text)
    {
        if (text is null)
            return null;
        var isAmount =
            decimal.TryParse(
                text,
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var amount
            ) && amount is >= 0 and < 1_000_000_000_000_000m;
        if (!isAmount || amount.Scale > 2)
            Fault(
                name,
                "应为不小于0、至多两位小数的金额（元）",
                "CNY yuan, 0 or more, with at most two decimals"
            );
        return amount;
    }

    private int? Class(string? text)
    {
        if (text is null)
            return null;
        var number = text is [>= '1' and <= '4'] ? text[0] - '0' : 0;
        if (number == 0)
            Fault("enterpriseClass", "应为1至4", "1 to 4 is expected");
        return number;
    }

    private string? DoubtCode(string? code)
    {
        if (code is { Length: 0 or > 20 } || code?.All(char.IsAsciiLetterOrDigit) == false)
            Fault("doubtCode", "应为疑点代码，如 M105", "A doubt code such as M105 is expected");
        return code;
    }

    private bool? Flag(string name, string? text)
    {
        if (text is not (null or "true" or "false"))
            Fault(name, "应为 true 或 false", "true or false is expected");
        return text is null ? null : text == "true";
    }

    private DateOnly? Day(string name, string? text)
    {
        if (text is null)
            return null;
        if (
            !DateOnly.TryParseExact(
                text,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var day
            )
        )
            Fault(name, "应为 yyyy-MM-dd", "yyyy-MM-dd is expected");
        return day;
    }

    private string? Enterprise(string? text)
    {
        if (text is null)
            return null;
        if (!Primitives.Uscc.TryParse(text, out var uscc))
            Fault(
                "uscc",
                "应为18位统一社会信用代码",
                "A unified social credit code of 18 characters is expected"
            );
        return uscc.Value;
    }

    private Guid? Id(string name, string? text)
    {
        if (text is null)
            return null;
        if (!Guid.TryParse(text, out var id))
            Fault(name, "应为 UUID", "A UUID is expected");
        return id;
    }

    private void Fault(string name, string zh, string en) => errors.Add(new(name, zh, en));
}
