using System.Text.Json.Nodes;

namespace RebateFlow.Clients.Tests.Breaks;

/// <summary>Each kind of break, made to one small document, and changes that are none.</summary>
public sealed class ComparisonTests
{
    private const string Document = """
        {
          "paths": {
            "/v1/filings": {
              "post": {
                "operationId": "submit",
                "parameters": [
                  {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 200}}
                ],
                "requestBody": {
                  "content": {
                    "application/json": {"schema": {"$ref": "#/components/schemas/Filing"}},
                    "text/csv": {}
                  }
                },
                "responses": {
                  "202": {
                    "content": {
                      "application/json": {"schema": {"$ref": "#/components/schemas/Seen"}}
                    }
                  },
                  "409": {"description": "taken"}
                }
              }
            }
          },
          "components": {
            "schemas": {
              "Filing": {
                "type": "object",
                "required": ["method"],
                "properties": {
                  "method": {"type": "string", "enum": ["ER", "ECR"]},
                  "note": {"type": ["null", "string"], "maxLength": 100},
                  "lines": {
                    "type": "array",
                    "items": {
                      "type": "object",
                      "properties": {"amount": {"type": "string", "pattern": "^0$"}}
                    }
                  }
                }
              },
              "Seen": {
                "type": "object",
                "required": ["id", "state"],
                "properties": {
                  "id": {"type": "string", "format": "uuid"},
                  "state": {"type": "string", "enum": ["OPEN", "CLOSED"]},
                  "parent": {
                    "oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/Seen"}]
                  }
                }
              }
            }
          }
        }
        """;

    private const string Sent = "POST /v1/filings > application/json";
    private const string Answered = "POST /v1/filings < 202 application/json";

    [Theory]
    [InlineData("\"/v1/filings\"", "\"/v1/other\"", "POST /v1/filings: removed")]
    [InlineData("\"submit\"", "\"send\"", "POST /v1/filings: operationId submit became send")]
    [InlineData("\"limit\"", "\"top\"", "POST /v1/filings query limit: removed")]
    [InlineData(
        "\"in\": \"query\",",
        "\"in\": \"query\", \"required\": true,",
        "POST /v1/filings query limit: became required"
    )]
    [InlineData(
        "\"maximum\": 200",
        "\"maximum\": 100",
        "POST /v1/filings query limit: maximum became 100"
    )]
    [InlineData("\"text/csv\"", "\"text/plain\"", "POST /v1/filings > text/csv: removed")]
    [InlineData(
        "\"requestBody\": {",
        "\"requestBody\": {\"required\": true,",
        "POST /v1/filings > body: became required"
    )]
    [InlineData("\"409\"", "\"422\"", "POST /v1/filings < 409: removed")]
    [InlineData("\"202\"", "\"200\"", "POST /v1/filings < 202: removed")]
    [InlineData("\"ER\", \"ECR\"", "\"ER\"", $"{Sent}.method: value \"ECR\" removed")]
    [InlineData("\"note\": {", "\"remark\": {", $"{Sent}.note: removed")]
    [InlineData(
        "\"required\": [\"method\"]",
        "\"required\": [\"method\", \"note\"]",
        $"{Sent}.note: became required"
    )]
    [InlineData(
        "[\"method\"],\n        \"properties\": {",
        "[\"method\", \"new\"], \"properties\": {\"new\": {\"type\": \"string\"},",
        $"{Sent}.new: new and required"
    )]
    [InlineData(
        "[\"null\", \"string\"]",
        "\"string\"",
        $"{Sent}.note: type null or string became string"
    )]
    [InlineData("\"maxLength\": 100", "\"maxLength\": 50", $"{Sent}.note: maxLength became 50")]
    [InlineData("\"^0$\"", "\"^1$\"", $"{Sent}.lines[].amount: pattern ^0$ became ^1$")]
    public void What_breaks_a_client_is_found(string was, string becomes, string expected) =>
        Assert.Contains(expected, Comparison.Breaks(Facts(Document), Facts(Changed(was, becomes))));

    [Theory]
    [InlineData("\"id\": {", "\"number\": {", $"{Answered}.id: removed")]
    [InlineData(
        "\"required\": [\"id\", \"state\"]",
        "\"required\": [\"id\"]",
        $"{Answered}.state: became optional"
    )]
    [InlineData(
        "{\"type\": \"string\", \"format\": \"uuid\"}",
        "{\"type\": [\"string\", \"null\"], \"format\": \"uuid\"}",
        $"{Answered}.id: type string became null or string"
    )]
    [InlineData(
        "\"format\": \"uuid\"",
        "\"format\": \"uri\"",
        $"{Answered}.id: format uuid became uri"
    )]
    [InlineData("\"OPEN\", \"CLOSED\"", "\"OPEN\"", $"{Answered}.state: value \"CLOSED\" removed")]
    [InlineData(
        ", \"enum\": [\"OPEN\", \"CLOSED\"]",
        "",
        $"{Answered}.state: is no enumeration any more"
    )]
    public void What_breaks_a_reader_is_found(string was, string becomes, string expected) =>
        What_breaks_a_client_is_found(was, becomes, expected);

    [Theory]
    [InlineData("\"409\"", "\"410\": {}, \"409\"")]
    [InlineData("\"ER\", \"ECR\"", "\"ER\", \"ECR\", \"NEW\"")]
    [InlineData("\"id\": {", "\"new\": {\"type\": \"string\"}, \"id\": {")]
    [InlineData("\"note\": {", "\"new\": {\"type\": \"string\"}, \"note\": {")]
    [InlineData("\"maxLength\": 100", "\"maxLength\": 200")]
    [InlineData("\"type\": \"integer\"", "\"type\": [\"integer\", \"string\"]")]
    [InlineData("\"/v1/filings\"", "\"/v1/more\": {\"get\": {}}, \"/v1/filings\"")]
    [InlineData("\"description\": \"taken\"", "\"description\": \"taken before\"")]
    public void What_breaks_nobody_is_let_through(string was, string becomes) =>
        Assert.Empty(Comparison.Breaks(Facts(Document), Facts(Changed(was, becomes))));

    [Fact]
    public void Words_are_no_promise_but_members_named_like_them_are()
    {
        var bare = PromiseFiles.Bare(
            JsonNode.Parse("""{"description": "a", "properties": {"description": {"type": "b"}}}""")
        );
        Assert.Equal("""{"properties":{"description":{"type":"b"}}}""", bare!.ToJsonString());
    }

    private static string Changed(string was, string becomes)
    {
        Assert.Contains(was, Document, StringComparison.Ordinal);
        return Document.Replace(was, becomes, StringComparison.Ordinal);
    }

    private static IReadOnlyDictionary<string, Fact> Facts(string document) =>
        Surface.Of(JsonNode.Parse(document)!);
}
