extern alias Approval;
extern alias Identity;
extern alias Intake;
extern alias Risk;

using System.Text;
using System.Text.Json.Nodes;
using RebateFlow.Clients.Tests.Documents;
using RebateFlow.ServiceDefaults;
using RebateFlow.ServiceDefaults.Refusals;

namespace RebateFlow.Clients.Tests.Refusals;

/// <summary>Writes <c>shared/docs/problems.md</c> from the codes of all services.</summary>
public static class ProblemsDocument
{
    public const string Path = "shared/docs/problems.md";

    private const string Introduction = """
        # Problems 错误代码

        Generated from the problem codes of all services and their documents; do not edit. To
        write it anew: `REBATEFLOW_UPDATE_DOCS=1 dotnet run --project
        tests/RebateFlow.Clients.Tests`.

        A refusal is a problem document (RFC 9457) whose `code` never changes and whose `type` is
        the address of the entry below on the service that raised it, such as
        `/problems/RBF-1002`.

        拒绝以问题文档（RFC 9457）给出：`code`保持不变，`type`为下列条目在该服务上的地址。

        """;

    /// <summary>All codes of all services, in order.</summary>
    public static IReadOnlyList<ProblemCode> Codes { get; } =
        ProblemCatalogue.CodesOf(
            typeof(Identity::Program).Assembly,
            typeof(Intake::Program).Assembly,
            typeof(Risk::Program).Assembly,
            typeof(Approval::Program).Assembly
        );

    public static string Write(
        IEnumerable<ProblemCode> codes,
        IReadOnlyDictionary<string, ProblemText> texts
    )
    {
        var operations = OperationsByCode();
        var document = new StringBuilder(Introduction.ReplaceLineEndings("\n"));
        foreach (var code in codes)
        {
            var text = texts[code.Code];
            document.Append(
                $"""

                ## {code.Code} · {code.Status}

                **{code.TitleZh}。** {text.Meaning.Zh}处理：{text.Remedy.Zh}

                **{code.TitleEn}.** {text.Meaning.En} What to do: {text.Remedy.En}

                """.ReplaceLineEndings("\n")
            );
            if (operations[code.Code].ToList() is { Count: > 0 } calls)
                document.Append($"\n{string.Join(" · ", calls)}\n");
        }
        return document.ToString();
    }

    /// <summary>A document names a code at each operation that may answer with it.</summary>
    private static ILookup<string, string> OperationsByCode() =>
        (
            from service in ApiDocuments.Services
            where File.Exists(ApiDocuments.PathOf(service))
            from path in ApiDocuments.Of(service)["paths"]?.AsObject() ?? []
            from operation in path.Value!.AsObject()
            where operation.Value is JsonObject
            let text = operation.Value!.ToJsonString()
            from code in Codes
            where text.Contains(code.Code, StringComparison.Ordinal)
            select (code.Code, Call: $"`{operation.Key.ToUpperInvariant()} {path.Key}`")
        ).ToLookup(one => one.Code, one => one.Call);
}
