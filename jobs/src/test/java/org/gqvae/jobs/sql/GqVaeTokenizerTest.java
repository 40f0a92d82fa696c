package org.gqvae.jobs.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.gqvae.io.failure.UsageException;
import org.gqvae.jobs.tokenize.TokenizeFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GqVaeTokenizerTest {
  private static SparkWithExtensions spark;

  @TempDir Path folder;
  private GqVaeTokenizer tokenizer;
  private Dataset<Row> texts;

  @BeforeAll
  static void begin() {
    spark = new SparkWithExtensions();
  }

  @AfterAll
  static void end() {
    spark.close();
  }

  @BeforeEach
  void prepare() throws IOException {
    new TokenizeFixture(folder);
    tokenizer =
        new GqVaeTokenizer()
            .setTokenizerPath(folder.resolve("tokenizer").toString())
            .setInputCol("text")
            .setOutputCol("ids");
    texts =
        spark.texts(DataTypes.StringType, Arrays.asList("the cat", null, "mice größer")).cache();
  }

  @Test
  void encodesAsTheFunctionOfSql() {
    String encode = "gqvae_encode(text, '%s') AS ids".formatted(folder.resolve("tokenizer"));
    List<Row> expected = texts.selectExpr("i", "text", encode).orderBy("i").collectAsList();
    assertThat(tokenizer.transform(texts).orderBy("i").collectAsList()).isEqualTo(expected);
    assertThat(expected.get(0).getList(2)).isNotEmpty();
  }

  @Test
  void saysTheSchemaThatItGives() {
    assertThat(tokenizer.transformSchema(texts.schema()))
        .isEqualTo(tokenizer.transform(texts).schema());
  }

  @Test
  void isTheSameWhenSavedAndLoaded() throws IOException {
    String place = folder.resolve("stage").toString();
    tokenizer.save(place);
    GqVaeTokenizer loaded = GqVaeTokenizer.load(place);
    assertThat(loaded.uid()).isEqualTo(tokenizer.uid());
    assertThat(loaded.transform(texts).orderBy("i").collectAsList())
        .isEqualTo(tokenizer.transform(texts).orderBy("i").collectAsList());
  }

  @Test
  void isAStageOfAPipelineThatIsSavedAndLoaded() throws IOException {
    String place = folder.resolve("pipeline").toString();
    SQLTransformer lengths =
        new SQLTransformer().setStatement("SELECT i, size(ids) AS tokens FROM __THIS__");
    PipelineModel model =
        new Pipeline().setStages(new PipelineStage[] {tokenizer, lengths}).fit(texts);
    model.save(place);
    assertThat(PipelineModel.load(place).transform(texts).orderBy("i").collectAsList())
        .isEqualTo(model.transform(texts).orderBy("i").collectAsList())
        .hasSize(3);
  }

  @Test
  void namesTheParamThatIsNotSet() {
    assertThatThrownBy(() -> new GqVaeTokenizer("stage").setInputCol("text").transform(texts))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "outputCol of stage is not set, expected the name of the new column of ids, array<int>");
  }

  @Test
  void refusesColumnsThatDoNotFit() {
    assertThatThrownBy(() -> tokenizer.setInputCol("txt").transform(texts))
        .isInstanceOf(UsageException.class)
        .hasMessageEndingWith("there is no column txt, expected one of i, text");
    assertThatThrownBy(() -> tokenizer.setInputCol("i").transform(texts))
        .isInstanceOf(UsageException.class)
        .hasMessageEndingWith("the column i is of type int, expected string or binary");
    assertThatThrownBy(() -> tokenizer.setInputCol("text").setOutputCol("i").transform(texts))
        .isInstanceOf(UsageException.class)
        .hasMessageEndingWith("there is a column i already, expected a new name");
  }
}
